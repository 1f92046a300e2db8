// @vitest-environment node
// The readers of forms are Node's own, and want its own File.
import { formBody } from '$lib/uploads/transfer/form-body';
import { expect, it } from 'vitest';

it('is a form that others read: the fields in order, the file last, its bytes untouched', async () => {
	const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
	const fields = { key: 'u/1/2/3', 'Content-Type': 'text/plain', policy: 'e30=' };

	const body = formBody(fields, bytes.buffer, 'b0undary');
	const headers = { 'content-type': 'multipart/form-data; boundary=b0undary' };
	const form = await new Response(body, { headers }).formData();

	expect([...form.keys()]).toEqual(['key', 'Content-Type', 'policy', 'file']);
	expect(form.get('policy')).toBe('e30=');
	const file = form.get('file');
	expect(file).toHaveProperty('size', 1000);
	expect(new TextDecoder('latin1').decode(body)).toContain(new TextDecoder('latin1').decode(bytes));
});

it('carries an empty file', () => {
	const body = formBody({}, new ArrayBuffer(0), 'x');

	expect(new TextDecoder().decode(body)).toMatch(/\r\n\r\n\r\n--x--\r\n$/);
});
