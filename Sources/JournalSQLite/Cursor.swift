package import Journal

/// A place in a stream. GRDB calls another thing so, which is written `GRDB.Cursor` here.
package typealias Cursor = Journal.Cursor
