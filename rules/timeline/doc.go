// Package timeline says what the polls of one key set over time mean: when keys
// came and went, which replaced which, at what pace, and whether the rotations
// left consumers the time that they need. The arithmetic is package window's; the
// rules, the chart and the reports call this package, and nobody repeats it.
//
// Polls mislead, so little is concluded from one of them:
//
//   - Keys are compared by thumbprint, never by kid or text.
//   - A key is gone only after two polls without it, both certainly newer than the
//     last one with it. The first and the last poll are edges.
//   - A set that returns after a few polls is divergence of replicas or caches. While
//     it lasts nothing is concluded about the keys that come and go with it.
//   - A poll that failed, or whose text breaks off, concludes nothing.
//   - A poll without headers is taken to be as new as its time: an assumption, and so
//     are the verdicts that rest on it.
//   - Vantages are not mixed: one of them is read, the one with the most polls.
package timeline
