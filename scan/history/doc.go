// Package history remembers what scans and imports saw: a Store in a SQLite file,
// or in a PostgreSQL database for teams. Both have one schema (schema/*.sql) and
// answer the same.
//
// A poll is one look at one endpoint at one time. Polls form a set: recording one
// again changes nothing, and they may come in any order. Of a poll its state is
// kept apart from its sample. The state is what stays the same from day to day:
// outcome, vantage, stable header fields, key set and metadata, the latter two by
// content and compressed once. The sample is what differs: time, Age, Date and
// the like, a few bytes. A segment holds up to 64 samples of one state.
//
// A store holds public facts and redacted keys only: what inventory.KeySet has
// room for, never a body. A key that was published with its private half is
// remembered by thumbprint and date, and Prune never forgets that.
//
// A file has one writer at a time, from Open to Close; a second one is told so. A
// database takes the batches of several writers in turn. Readers wait for nobody.
// Every batch is one transaction: what was recorded before survives a full disk,
// a crash and kill -9. A file that is damaged is set aside and named, and no new
// one is begun while it lies there.
package history
