import { canRetry, failureOf, failureSentence, needsFile } from '$lib/uploads/transfer/failure';
import { UnreadableFile } from '$lib/uploads/transfer/unreadable-file';
import { expect, it } from 'vitest';

it.each([
	// A lock, a missing permission and a placeholder of a cloud look alike; none of them says that it changed.
	['NotReadableError', 'file_unreadable', 'cannot be read', true],
	['SecurityError', 'file_unreadable', 'cannot be read', true],
	['NotFoundError', 'file_gone', 'no longer where it was', false],
])('a read that fails with %s is %s', (errorName, code, words, retried) => {
	const failure = failureOf(UnreadableFile.from(errorName));

	expect(failure.code).toBe(code);
	expect(failureSentence(failure)).toContain(words);
	expect(failureSentence(failure)).not.toContain('changed');
	expect([canRetry(failure), needsFile(failure)]).toEqual([retried, true]);
});

it('a file that gave fewer bytes than it had is changed', () => {
	const failure = failureOf(new UnreadableFile('changed'));

	expect(failureSentence(failure)).toMatch(/changed while it was being read/);
	expect([canRetry(failure), needsFile(failure)]).toEqual([false, true]);
});
