package inventory

// Ask is one GET: what is asked for and, where it matters, how. The zero value of
// everything but URL asks as the program always does.
type Ask struct {
	URL     string
	Address string  // the server's IP address to ask, in place of any that its name has; "" for any
	Accept  *string // the Accept field; nil: the program's own, "": none
	Origin  string  // the Origin field, as a page's script sends it; "" for none
	// ETag and LastModified are validators of a copy that is held (RFC 9110 section
	// 13.1): the answer may then be 304, without a body and without a problem.
	ETag, LastModified string
}

// Conditional reports whether the answer may be that the copy still holds.
func (a Ask) Conditional() bool { return a.ETag != "" || a.LastModified != "" }
