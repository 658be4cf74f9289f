raise SystemExit("It ends before it says anything.")
