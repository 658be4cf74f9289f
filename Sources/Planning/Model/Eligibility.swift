/// Why a client may not sit in a group, or a clinician may not lead it, whatever the time.
package enum Ineligibility: String, Hashable, Sendable, Codable, CaseIterable {
    case phase, language, gender, site, telehealth, cohort, condition
    case therapyType, credential
}

extension GroupTemplate {
    /// Why a client may not sit in it; empty where the client may.
    package func reasonsAgainst(_ client: Client) -> [Ineligibility] {
        var reasons: [Ineligibility] = []
        if !phases.contains(client.phase) { reasons.append(.phase) }
        if language != client.language, !client.speaksAlso.contains(language) {
            reasons.append(.language)
        }
        if let genderFocus, genderFocus != client.gender { reasons.append(.gender) }
        switch modality {
        case .inPerson: if site != client.site { reasons.append(.site) }
        case .telehealth: if !client.telehealthOk { reasons.append(.telehealth) }
        }
        if let closedTo, !closedTo.contains(client.id) { reasons.append(.cohort) }
        if !requires.allSatisfy(client.conditions.contains)
            || excludes.contains(where: client.conditions.contains)
        {
            reasons.append(.condition)
        }
        return reasons
    }

    /// Why a clinician may not lead it; empty where the clinician may.
    package func reasonsAgainst(_ clinician: Clinician) -> [Ineligibility] {
        var reasons: [Ineligibility] = []
        if !clinician.therapyTypes.contains(therapyType) { reasons.append(.therapyType) }
        if !clinician.languages.contains(language) { reasons.append(.language) }
        switch modality {
        case .inPerson: if site != clinician.site { reasons.append(.site) }
        case .telehealth: if !clinician.telehealthLicensed { reasons.append(.telehealth) }
        }
        if !credentials.isEmpty, !credentials.contains(clinician.credential) {
            reasons.append(.credential)
        }
        return reasons
    }

    /// The least and the most clients, after the tightest of the rules that are about it.
    package func sizes(under packs: [RulePack]) -> ClosedRange<Int> {
        let mine = packs.filter {
            $0.therapyTypes.isEmpty || $0.therapyTypes.contains(therapyType)
        }
        let least = max(hardMinSize, mine.compactMap(\.minSize).max() ?? 0)
        let most = min(maxSize, mine.compactMap(\.maxSize).min() ?? .max)
        return min(least, most)...most
    }
}

extension Client {
    /// Whether a clinician may give the client an appointment of a kind.
    ///
    /// The individual one is with the primary clinician; the family one with anybody of the site
    /// who may lead families and speaks the client's language.
    package func maySee(_ clinician: Clinician, for kind: AppointmentKind) -> Bool {
        switch kind {
        case .individual: clinician.id == primaryClinician
        case .family:
            clinician.familyCredential && clinician.site == site
                && clinician.languages.contains(language)
        }
    }

    /// The appointments that are due this week.
    package var appointmentsDue: [AppointmentKind] {
        (individualDue ? [.individual] : []) + (familyDue ? [.family] : [])
    }
}
