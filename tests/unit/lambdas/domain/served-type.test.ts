import { expect, it } from 'vitest';
import { mayBeInline, servedType } from '../../../../lambdas/domain/served-type.ts';

it.each([
	['image/png', 'image/png'],
	['IMAGE/PNG; charset=x', 'image/png'],
	['application/pdf', 'application/pdf'],
	['text/plain', 'text/plain'],
])('keeps %j as %j, which may be shown', (declared, served) => {
	expect(servedType(declared)).toBe(served);
	expect(mayBeInline(declared)).toBe(true);
});

it.each([
	'text/html',
	'TEXT/HTML ;x',
	'image/svg+xml',
	'application/xhtml+xml',
	'text/xml',
	'text/javascript',
	'a/b/c',
	'',
	'image/png\r\nx: y',
	'__proto__',
])('keeps %j as bytes to save', (declared) => {
	expect(servedType(declared)).toBe('application/octet-stream');
	expect(mayBeInline(declared)).toBe(false);
});
