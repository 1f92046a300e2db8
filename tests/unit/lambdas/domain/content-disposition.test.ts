import { portableName } from '#contract/portable-name';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from '../../../../lambdas/domain/content-disposition.ts';

/** RFC 6266 as a reader sees it: throws unless the header is one disposition with two parameters. */
function parse(header: string) {
	const match =
		/^(attachment|inline); filename="([\w .-]*)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[\dA-F]{2})*)$/.exec(
			header,
		);
	if (!match) throw new Error(`not one disposition: ${header}`);
	return { kind: match[1], plain: match[2], name: decodeURIComponent(match[3] ?? '') };
}

describe('the header', () => {
	it('names the file twice: plainly, and as it is', () => {
		const header = contentDisposition('attachment', "Bob's naïve (1).txt");

		expect(header).toBe(
			`attachment; filename="Bob_s na_ve _1_.txt"; filename*=UTF-8''Bob%27s%20na%C3%AFve%20%281%29.txt`,
		);
	});

	it.each([
		'"quoted".txt',
		'back\\slash',
		'line\r\nSet-Cookie: a=b',
		'a; filename*=x',
		'%0d%0aSet-Cookie:',
		'line\u2028break',
		'\u05e9\u05dc\u05d5\u05dd.pdf',
		'漢'.repeat(85),
		'👨‍👩‍👧‍👦',
		'\ud800',
	])('of %j is one disposition with the name in it', (name) => {
		const parsed = parse(contentDisposition('inline', name));

		expect(parsed.kind).toBe('inline');
		expect(parsed.name).toBe(portableName(name).toWellFormed());
	});

	it('of any name is one disposition with that name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (name) => {
				const parsed = parse(contentDisposition('attachment', name));
				expect(parsed.name).toBe(portableName(name).toWellFormed());
			}),
		);
	});
});
