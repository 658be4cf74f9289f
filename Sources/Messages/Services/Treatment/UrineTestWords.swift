/// What became of a test that was ordered.
public struct CollectionOutcome: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The urine is there.
    public static let collected: CollectionOutcome = "collected"
    /// The client would not give it.
    public static let refused: CollectionOutcome = "refused"
    /// The client knew of it, and did not come.
    public static let missed: CollectionOutcome = "missed"
    /// It could not be: nobody told the client, the client was ill, the clinic had to close.
    public static let excused: CollectionOutcome = "excused"
    public static let known: [CollectionOutcome] = [collected, refused, missed, excused]
}

/// How sure a result is.
public struct ResultStage: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An immunoassay, such as a cup with strips: others than the named substance may show in it.
    public static let presumptive: ResultStage = "presumptive"
    /// A laboratory's definitive test.
    public static let confirmed: ResultStage = "confirmed"
    public static let known: [ResultStage] = [presumptive, confirmed]
}

/// What an unexpected finding, a refusal or a missed collection means, as a person decides.
public struct TestJudgement: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The client returned to use.
    public static let returnToUse: TestJudgement = "return-to-use"
    /// It is explained otherwise.
    public static let noUse: TestJudgement = "no-use"
    public static let known: [TestJudgement] = [returnToUse, noUse]
}

/// What a urine test looks for.
public struct TestedSubstance: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Alcohol, by ethyl glucuronide.
    public static let alcohol: TestedSubstance = "alcohol"
    /// Amphetamine and what the body makes of it.
    public static let amphetamines: TestedSubstance = "amphetamines"
    /// Barbiturates.
    public static let barbiturates: TestedSubstance = "barbiturates"
    /// Benzodiazepines.
    public static let benzodiazepines: TestedSubstance = "benzodiazepines"
    /// Buprenorphine, which is also prescribed.
    public static let buprenorphine: TestedSubstance = "buprenorphine"
    /// Cannabis.
    public static let cannabis: TestedSubstance = "cannabis"
    /// Cocaine.
    public static let cocaine: TestedSubstance = "cocaine"
    /// Fentanyl.
    public static let fentanyl: TestedSubstance = "fentanyl"
    /// Methadone, which is also prescribed.
    public static let methadone: TestedSubstance = "methadone"
    /// Methamphetamine.
    public static let methamphetamine: TestedSubstance = "methamphetamine"
    /// Morphine, codeine and heroin.
    public static let opiates: TestedSubstance = "opiates"
    /// Oxycodone.
    public static let oxycodone: TestedSubstance = "oxycodone"
    public static let known: [TestedSubstance] = [
        alcohol, amphetamines, barbiturates, benzodiazepines, buprenorphine, cannabis, cocaine,
        fentanyl, methadone, methamphetamine, opiates, oxycodone,
    ]
}
