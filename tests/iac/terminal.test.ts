import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { confirm, confirmByName, type Terminal } from '../../deploy/confirm.ts';

/** A terminal at which a person types one line; none where there is no person. */
function terminalOf(typed?: string): Terminal & { readonly shown: () => Promise<string> } {
	const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
	const output = new PassThrough();
	if (typed !== undefined) input.write(`${typed}\n`);
	return { input, output, shown: () => text(output.end()) };
}

describe('a question at the terminal', () => {
	it.each(['y', 'Yes'])('goes on at %s', async (typed) => {
		const terminal = terminalOf(typed);

		await confirm('Make it?', { yes: false }, terminal);

		expect(await terminal.shown()).toBe('Make it? [y/N] ');
	});

	it.each(['', 'n', 'yesterday'])('ends at "%s"', async (typed) => {
		await expect(confirm('Make it?', { yes: false }, terminalOf(typed))).rejects.toThrow(
			'Nothing was done.',
		);
	});

	it('is not asked where --yes has answered it', async () => {
		const terminal = terminalOf();

		await confirm('Make it?', { yes: true }, terminal);

		expect(await terminal.shown()).toBe('');
	});

	it('ends where no person can answer, and names the argument that does', async () => {
		await expect(confirm('Make it?', { yes: false }, terminalOf())).rejects.toThrow('Add --yes.');
		await expect(
			confirmByName('Which?', { name: 'family', given: undefined }, terminalOf()),
		).rejects.toThrow('Add --confirm family.');
	});
});

describe('what deletes files', () => {
	it.each([
		['typed', 'family', undefined],
		['given', undefined, 'family'],
	])('goes on where the name of the stage is %s', async (_, typed, given) => {
		const asked = confirmByName('Which?', { name: 'family', given }, terminalOf(typed));

		await expect(asked).resolves.toBeUndefined();
	});

	it.each([
		['y', undefined],
		['', undefined],
		['family', 'production'],
	])('ends at another answer: "%s" and %s', async (typed, given) => {
		await expect(
			confirmByName('Which?', { name: 'family', given }, terminalOf(typed)),
		).rejects.toThrow('family was not named');
	});
});
