import { ByteReader, LineTooLong, UnexpectedEnd } from './byte-reader.ts';
import { S3Error } from './errors.ts';

/** All before the file, names and headers included: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
const MAX_FIELDS_BYTES = 20_000;
const MAX_LINE_BYTES = 8 * 1024;

/** A form up to its file: the file's bytes are still on their way. */
export interface IncomingForm {
	/** By lower-case name: S3 does not tell `Key` from `key`. */
	readonly fields: ReadonlyMap<string, string>;
	/** Ends with the file. Bytes after the file are refused: `file` is the last field. */
	readonly file: AsyncIterable<Buffer>;
}

/** Reads the fields of a `multipart/form-data` body and stops where the file begins. */
export async function readForm(
	contentType: string,
	source: AsyncIterable<Uint8Array>,
): Promise<IncomingForm> {
	const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
	const name = boundary?.[1] ?? boundary?.[2];
	if (name === undefined) throw new S3Error('MalformedPOSTRequest');
	const form = new FormReader(new ByteReader(source), name);
	return wrapErrors(() => form.readUntilFile());
}

interface PartHeaders {
	readonly name: string;
	readonly contentType: string | undefined;
	/** With their line ends. */
	readonly headerBytes: number;
}

class FormReader {
	readonly #reader: ByteReader;
	readonly #opening: string;
	readonly #delimiter: Buffer;

	constructor(reader: ByteReader, boundary: string) {
		this.#reader = reader;
		this.#opening = `--${boundary}`;
		this.#delimiter = Buffer.from(`\r\n--${boundary}`);
	}

	async readUntilFile(): Promise<IncomingForm> {
		const fields = new Map<string, string>();
		if ((await this.#reader.line(MAX_LINE_BYTES)) !== this.#opening) {
			throw new S3Error('MalformedPOSTRequest');
		}
		let fieldsBytes = 0;
		for (;;) {
			const part = await this.#partHeaders();
			if (part.name === 'file') {
				if (part.contentType !== undefined) fields.set('file content-type', part.contentType);
				return { fields, file: this.#file() };
			}
			fieldsBytes += part.headerBytes;
			const value = await this.#value(MAX_FIELDS_BYTES - fieldsBytes);
			fieldsBytes += Buffer.byteLength(value);
			if (fieldsBytes > MAX_FIELDS_BYTES) throw new S3Error('MaxPostPreDataLengthExceededError');
			if (fields.has(part.name)) {
				throw new S3Error('InvalidArgument', { message: `Field ${part.name} came twice` });
			}
			fields.set(part.name, value);
			if (!(await this.#anotherPart())) {
				throw new S3Error('InvalidArgument', {
					message: 'POST requires exactly one file upload per request.',
				});
			}
		}
	}

	async *#file(): AsyncGenerator<Buffer> {
		try {
			yield* this.#reader.until(this.#delimiter);
			if (await this.#anotherPart()) {
				throw new S3Error('InvalidArgument', { message: 'file must be the last field' });
			}
			await this.#reader.discardRest();
		} catch (error) {
			throw asS3Error(error);
		}
	}

	async #partHeaders(): Promise<PartHeaders> {
		let name: string | undefined;
		let contentType: string | undefined;
		let headerBytes = 0;
		for (;;) {
			const line = await this.#reader.line(MAX_LINE_BYTES);
			if (line === '') break;
			headerBytes += line.length + 2;
			if (headerBytes > MAX_FIELDS_BYTES) {
				throw new S3Error('MaxPostPreDataLengthExceededError');
			}
			const [, header = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
			if (header.toLowerCase() === 'content-type') contentType = value;
			if (header.toLowerCase() === 'content-disposition') {
				name = /;\s*name="([^"]*)"/.exec(value)?.[1];
			}
		}
		if (name === undefined) throw new S3Error('MalformedPOSTRequest');
		return { name: name.toLowerCase(), contentType, headerBytes };
	}

	async #value(maxBytes: number): Promise<string> {
		const pieces: Buffer[] = [];
		let sizeBytes = 0;
		for await (const piece of this.#reader.until(this.#delimiter)) {
			sizeBytes += piece.length;
			if (sizeBytes > maxBytes) throw new S3Error('MaxPostPreDataLengthExceededError');
			pieces.push(Buffer.from(piece));
		}
		return Buffer.concat(pieces).toString('utf8');
	}

	/** What follows a delimiter: an empty rest of line, or `--` after the last part. */
	async #anotherPart(): Promise<boolean> {
		const pieces: Buffer[] = [];
		for await (const piece of this.#reader.take(2)) pieces.push(piece);
		const rest = Buffer.concat(pieces).toString('latin1');
		if (rest === '\r\n') return true;
		if (rest === '--') return false;
		throw new S3Error('MalformedPOSTRequest');
	}
}

async function wrapErrors<T>(read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw asS3Error(error);
	}
}

function asS3Error(error: unknown): unknown {
	if (error instanceof UnexpectedEnd || error instanceof LineTooLong) {
		return new S3Error('MalformedPOSTRequest');
	}
	return error;
}
