"""What chaos is made with: a clinic of real processes, a load, a nemesis. No code of the product."""
