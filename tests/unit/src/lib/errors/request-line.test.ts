import { errorCodes, statusOfCode } from '#contract/errors';
import { ApiError } from '$lib/errors/api-error';
import { requestLine } from '$lib/errors/request-line';
import { Toasts } from '$lib/notices/toasts.svelte';
import { failureOf } from '$lib/uploads/transfer/failure';
import { expect, test } from 'vitest';

const requestId = 'WSg1ihmdliAEJXA=';

test.each(errorCodes.filter((code) => statusOfCode[code] >= 500))(
	'names the request of a failure that is ours (%s)',
	(code) => {
		expect(requestLine(new ApiError(code, { requestId }))).toBe('Request id WSg1ihmdliAEJXA=');
	},
);

test.each(errorCodes.filter((code) => statusOfCode[code] < 500))(
	'leaves alone what a person can do something about (%s)',
	(code) => {
		expect(requestLine(new ApiError(code, { requestId }))).toBeUndefined();
	},
);

test.each([new ApiError('internal'), new ApiError('offline'), new Error('broken'), undefined])(
	'says nothing where no request is known (%s)',
	(error) => {
		expect(requestLine(error)).toBeUndefined();
	},
);

test('is kept with an upload that failed', () => {
	const failure = failureOf(new ApiError('unavailable', { requestId }));

	expect(failure).toEqual({ code: 'unavailable', requestLine: 'Request id WSg1ihmdliAEJXA=' });
});

test('stands below the sentence at the edge of the screen', () => {
	const toasts = new Toasts();

	toasts.failure(new ApiError('internal', { requestId }));

	expect(toasts.list.at(-1)).toMatchObject({
		text: 'Something went wrong on our side. Try again in a moment.',
		detail: 'Request id WSg1ihmdliAEJXA=',
	});
});
