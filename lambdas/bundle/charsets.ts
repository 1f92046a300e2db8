/**
 * Takes the place of iconv-lite in the functions' bundles. The driver asks it about charsets that Node
 * does not know by itself; our connections speak utf8mb4, which it handles alone. Its tables would be a
 * third of every bundle.
 */
interface Coder<From, To> {
	write(chunk: From): To;
	end(): undefined;
}

/** CESU-8 is MySQL's name for what older columns call utf8; below U+10000 it is UTF-8, and above it holds nothing. */
export function getDecoder(charset: string): Coder<Buffer, string> {
	refuseUnknown(charset);
	return { write: (bytes) => bytes.toString('utf8'), end: () => undefined };
}

export function getEncoder(charset: string): Coder<string, Buffer> {
	refuseUnknown(charset);
	return { write: (text) => Buffer.from(text, 'utf8'), end: () => undefined };
}

function refuseUnknown(charset: string): void {
	if (charset !== 'cesu8') throw new Error(`The bundle holds no charset ${charset}`);
}
