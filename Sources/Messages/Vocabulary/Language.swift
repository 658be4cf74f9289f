/// The languages that a client may be registered with: BCP 47 codes of one part, which a group's
/// language is compared with.
///
/// The list is short on purpose: the languages most spoken at home in the United States (American
/// Community Survey; the selection is from memory) and American Sign Language. What `clinic.yaml`
/// names for its staff or groups is known in that clinic besides.
package enum Language {
    /// Codes with their names in English, those most spoken first.
    package static let all: [(code: String, name: String)] = [
        ("en", "English"), ("es", "Spanish"), ("zh", "Chinese"), ("yue", "Cantonese"),
        ("tl", "Tagalog"), ("vi", "Vietnamese"), ("ar", "Arabic"), ("fr", "French"),
        ("ko", "Korean"), ("ru", "Russian"), ("pt", "Portuguese"), ("ht", "Haitian Creole"),
        ("hi", "Hindi"), ("de", "German"), ("pl", "Polish"), ("it", "Italian"), ("ur", "Urdu"),
        ("fa", "Persian"), ("te", "Telugu"), ("ja", "Japanese"), ("gu", "Gujarati"),
        ("bn", "Bengali"), ("ta", "Tamil"), ("pa", "Punjabi"), ("th", "Thai"), ("el", "Greek"),
        ("hy", "Armenian"), ("he", "Hebrew"), ("hmn", "Hmong"), ("km", "Khmer"), ("nv", "Navajo"),
        ("so", "Somali"), ("am", "Amharic"), ("sw", "Swahili"), ("yo", "Yoruba"),
        ("uk", "Ukrainian"),
        ("ne", "Nepali"), ("my", "Burmese"), ("lo", "Lao"), ("tr", "Turkish"),
        ("ase", "American Sign Language"),
    ]

    /// Whether a client of a clinic may have it.
    package static func isKnown(_ code: String, in clinic: Clinic) -> Bool {
        all.contains { $0.code == code } || ofClinic(clinic).contains(code)
    }

    /// The code of a language that is named by its code or its name, whatever the case.
    package static func code(of text: String, in clinic: Clinic) -> String? {
        if isKnown(text, in: clinic) { return text }
        let word = text.lowercased()
        return all.first { $0.code == word || $0.name.lowercased() == word }?.code
    }

    /// The languages of a clinic's staff and groups.
    package static func ofClinic(_ clinic: Clinic) -> Set<String> {
        Set(clinic.staff.flatMap(\.languages) + clinic.groups.map(\.language))
    }
}
