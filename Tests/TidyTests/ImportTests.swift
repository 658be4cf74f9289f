import Testing

@Suite("Imports go by layer")
struct ImportTests {}
