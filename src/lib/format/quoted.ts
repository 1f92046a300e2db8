/**
 * A name that people gave, set apart from the words around it: one in Hebrew or Arabic would otherwise
 * take the next number or mark to its own side. For plain text; markup has `<bdi>`.
 * See Unicode's UAX #9 on first strong isolates.
 */
export function isolated(name: string): string {
	return `\u2068${name}\u2069`;
}

/** `“report.pdf”`, set apart. */
export function quoted(name: string): string {
	return /* said */ `“${isolated(name)}”`;
}
