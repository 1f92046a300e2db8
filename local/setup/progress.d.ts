export function showing<Result>(
	what: string,
	work: () => Promise<Result>,
	options?: { readonly stream?: { write(text: string): unknown; readonly isTTY?: boolean } },
): Promise<Result>;
