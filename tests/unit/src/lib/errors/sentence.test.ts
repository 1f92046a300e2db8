import { errorCodes } from '#contract/errors';
import { nameReasons } from '#contract/names';
import { ApiError } from '$lib/errors/api-error';
import { nameSentence } from '$lib/errors/name-sentence';
import { sentence } from '$lib/errors/sentence';
import { expect, test } from 'vitest';

test.each([...errorCodes, 'offline' as const])('has a sentence and a next step for %s', (code) => {
	const said = sentence(new ApiError(code));

	expect(said).toMatch(/^[A-Z“].{20,}\.$/);
	expect(said).not.toContain(code.includes('_') ? code : ` ${code}.`);
});

test.each(nameReasons)('says why a name is refused as %s, and what to do', (reason) => {
	const said = sentence(new ApiError('bad_name', { reason }));

	expect(said).toBe(nameSentence(reason));
	expect(said).not.toBe(nameSentence(undefined));
});

test('gives every reason its own sentence', () => {
	expect(new Set(nameReasons.map(nameSentence)).size).toBe(nameReasons.length);
});

test.each([
	[40, 'try again within the hour.'],
	[3 * 3600 + 1, 'try again in 4 hours.'],
	[undefined, 'try again tomorrow.'],
])('says when there may be another confirmation message (%s s)', (retryAfterSeconds, end) => {
	const said = sentence(new ApiError('too_many_mails', { retryAfterSeconds }));

	expect(said).toContain('5 confirmation messages within a day');
	expect(said.endsWith(end)).toBe(true);
});

test.each([new Error('x is undefined'), 'oops', undefined, { code: 'not_found' }])(
	'never shows the message of an unknown error (%s)',
	(error) => {
		expect(sentence(error)).toBe('Something went wrong here. Please reload the page.');
	},
);
