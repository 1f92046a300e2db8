/** The same for the same arguments: making a formatter costs more than the row of a list it is for. */
export function kept<Given extends readonly unknown[], Formatter>(
	make: (...given: Given) => Formatter,
): (...given: Given) => Formatter {
	const made = new Map<string, Formatter>();
	return (...given) => {
		const key = JSON.stringify(given);
		const formatter = made.get(key) ?? make(...given);
		made.set(key, formatter);
		return formatter;
	};
}
