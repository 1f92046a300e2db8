/**
 * A form with one file as the bytes of a `multipart/form-data` body (RFC 7578): the fields in order,
 * then the file, which S3 wants last. Built by hand so that no Blob is made of each small file.
 */
export function formBody(
	fields: Readonly<Record<string, string>>,
	bytes: ArrayBuffer,
	boundary: string,
): Uint8Array<ArrayBuffer> {
	const head = Object.entries(fields).map(
		([name, value]) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"\r\n\r\n${value}\r\n`,
	);
	head.push(
		`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n` +
			'Content-Type: application/octet-stream\r\n\r\n',
	);
	const before = new TextEncoder().encode(head.join(''));
	const after = new TextEncoder().encode(`\r\n--${boundary}--\r\n`);
	const body = new Uint8Array(before.length + bytes.byteLength + after.length);
	body.set(before);
	body.set(new Uint8Array(bytes), before.length);
	body.set(after, before.length + bytes.byteLength);
	return body;
}

/** As browsers write names in a form: https://html.spec.whatwg.org/#multipart-form-data */
function escaped(name: string): string {
	return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
