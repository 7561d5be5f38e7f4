// Package scan observes: it turns arguments, target lists and consumer
// configurations into a Plan, and a Plan into endpoints with their observations,
// from captures where they answer and from the network otherwise.
//
// It draws no conclusions (package rules does) and writes nothing. What it could
// not look at comes back as an inventory.Problem and is never dropped. All
// goroutines of the program start in scan.go.
//
// Files are as hostile as servers: sizes are capped, what is held of them in all
// is capped, and no work grows with the square of their entries. A URL with a user
// name or password is refused, and a message shows nothing of what stands before
// the '@'. Queries are kept: they tell one key set from another, and a report must
// name the URL that was asked.
package scan
