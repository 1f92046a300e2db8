import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readForm } from '../../../../local/s3/form-data.ts';

const TYPE = 'multipart/form-data; boundary=edge';

function field(name: string, value: string): string {
	return `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

function file(content: string): string {
	return (
		'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n' +
		`Content-Type: image/png\r\n\r\n${content}\r\n`
	);
}

function* inPieces(text: string, sizeBytes: number): Generator<Buffer> {
	const bytes = Buffer.from(text, 'latin1');
	for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}

async function read(
	text: string,
	{ pieceBytes = 100, type = TYPE } = {},
): Promise<{ fields: ReadonlyMap<string, string>; content: string }> {
	const source = Readable.from(inPieces(text, pieceBytes));
	const form = await readForm(type, source);
	const pieces: Buffer[] = [];
	for await (const piece of form.file) pieces.push(Buffer.from(piece));
	return { fields: form.fields, content: Buffer.concat(pieces).toString('latin1') };
}

describe('a form', () => {
	const CONTENT = '\r\n--edg\r\n--\0\xff\r\r\n';
	const WHOLE = `${field('Key', 'u/1')}${field('policy', '')}${file(CONTENT)}--edge--\r\n`;

	test.each([1, 2, 3, 5, 8, 1000])('is read alike in pieces of %i bytes', async (pieceBytes) => {
		const { fields, content } = await read(WHOLE, { pieceBytes });

		expect(fields.get('key')).toBe('u/1');
		expect(fields.get('policy')).toBe('');
		expect(content).toBe(CONTENT);
	});

	test('may have an empty file', async () => {
		expect((await read(`${file('')}--edge--\r\n`)).content).toBe('');
	});

	test('may have its boundary in quotes', async () => {
		const type = 'multipart/form-data; charset=utf-8; boundary="edge"';

		expect((await read(WHOLE, { type })).content).toBe(CONTENT);
	});

	test.each([
		['has no boundary', WHOLE, 'MalformedPOSTRequest', 'multipart/form-data'],
		['has another boundary', WHOLE, 'MalformedPOSTRequest', 'multipart/form-data; boundary=x'],
		['breaks off in a field', field('key', 'u/1').slice(0, -3), 'MalformedPOSTRequest', TYPE],
		['breaks off in its file', file('abc'), 'MalformedPOSTRequest', TYPE],
		['has no file', `${field('key', 'u/1')}--edge--\r\n`, 'InvalidArgument', TYPE],
		[
			'has a field after its file',
			`${file('abc')}${field('acl', 'x')}--edge--\r\n`,
			'InvalidArgument',
			TYPE,
		],
		[
			'has a field twice',
			field('key', '1') + field('KEY', '2') + file(''),
			'InvalidArgument',
			TYPE,
		],
		[
			'has a field without a name',
			field('key', '1').replace('name', 'nome'),
			'MalformedPOSTRequest',
			TYPE,
		],
		[
			'has empty fields whose names are beyond 20 kB',
			Array.from({ length: 201 }, (_, n) => field(String(n).padStart(100, 'x'), '')).join('') +
				file(''),
			'MaxPostPreDataLengthExceededError',
			TYPE,
		],
		[
			'has a field whose headers are beyond 20 kB',
			field('key', 'u/1').replace(
				'\r\n\r\n',
				`\r\n${`X-Note: ${'x'.repeat(1000)}\r\n`.repeat(20)}\r\n`,
			) + file(''),
			'MaxPostPreDataLengthExceededError',
			TYPE,
		],
		[
			'has short fields whose headers together are beyond 20 kB',
			Array.from({ length: 500 }, (_, n) => field(String(n), 'x')).join('') + file(''),
			'MaxPostPreDataLengthExceededError',
			TYPE,
		],
		[
			'has fields beyond 20 kB',
			field('key', 'x'.repeat(20_001)) + file(''),
			'MaxPostPreDataLengthExceededError',
			TYPE,
		],
	])('is refused where it %s', async (_, text, code, type) => {
		await expect(read(text, { type })).rejects.toMatchObject({ code });
	});
});
