import { canonicalName } from '#contract/names';
import { describe, expect, it } from 'vitest';
import { Contents } from '../../seed/content.ts';
import { planVault } from '../../seed/plan.ts';

describe('a planned vault', () => {
	it('is the same for the same seed, and another for another', () => {
		expect(planVault('one', 50)).toEqual(planVault('one', 50));
		expect(planVault('one', 50)).not.toEqual(planVault('two', 50));
	});

	it('begins alike however many files there are, so that a larger one goes on', () => {
		expect(planVault('one', 200).slice(0, 50)).toEqual(planVault('one', 50));
	});

	it('gives every file of 5,000 a name that may be, and that no other has there', () => {
		const files = planVault('one', 5000);

		const names = files.flatMap(({ folders, name }) => [...folders, name]);
		const isCanonical = (name: string): boolean => {
			const verdict = canonicalName(name);
			return verdict.ok && verdict.name === name;
		};
		expect(names.filter((name) => !isCanonical(name))).toEqual([]);
		const paths = files.map(({ folders, name }) => [...folders, name].join('/').toLowerCase());
		expect(new Set(paths).size).toBe(5000);
	});

	it('holds pictures, films, papers and text', () => {
		const kinds = new Set(planVault('one', 500).map(({ kind }) => kind));

		expect([...kinds].sort()).toEqual(['csv', 'jpeg', 'md', 'pdf', 'png', 'txt', 'webm', 'webp']);
	});
});

describe('the bytes of a planned file', () => {
	it.each([
		['jpeg', 'ffd8ff'],
		['png', '89504e470d0a1a0a'],
		['webp', '52494646'],
		['webm', '1a45dfa3'],
		['pdf', '255044462d312e34'],
	])('of %s begin as such a file does, and are the same every time', async (kind, start) => {
		const [planned] = planVault('one', 500).filter((each) => each.kind === kind);
		if (planned === undefined) throw new Error(`No ${kind} is planned.`);

		const [once, again] = [await new Contents().make(planned), await new Contents().make(planned)];

		expect(once.bytes.toString('hex')).toMatch(new RegExp(`^${start}`));
		expect(once.bytes.equals(again.bytes)).toBe(true);
	});
});
