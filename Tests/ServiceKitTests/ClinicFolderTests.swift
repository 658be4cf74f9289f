import Testing

@Suite("A clinic folder")
struct ClinicFolderTests {}
