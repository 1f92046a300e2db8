import { moveVerdict } from '$lib/vault/actions/move-target';
import { describe, expect, it } from 'vitest';
import { FakeVaultApi, ROOT_ID } from '../fake-vault-api';

const vault = new FakeVaultApi();
const outer = vault.addFolder('outer');
const inner = vault.addFolder('inner', outer.id);
const file = vault.addFile('file', outer.id);
const root = { id: ROOT_ID, name: 'Files' };

describe('a move', () => {
	it.each([
		{ what: 'a file up', entries: [file], path: [root], verdict: 'ok' },
		{ what: 'a file down', entries: [file], path: [root, outer, inner], verdict: 'ok' },
		{ what: 'a folder up', entries: [inner], path: [root], verdict: 'ok' },
		{
			what: 'a file to where it is',
			entries: [file],
			path: [root, outer],
			verdict: 'already-here',
		},
		{
			what: 'a folder into itself',
			entries: [outer],
			path: [root, outer],
			verdict: 'inside-itself',
		},
		{
			what: 'a folder below itself',
			entries: [file, outer],
			path: [root, outer, inner],
			verdict: 'inside-itself',
		},
		{ what: 'what is partly there', entries: [file, outer], path: [root], verdict: 'ok' },
	])('of $what is $verdict', ({ entries, path, verdict }) => {
		expect(moveVerdict(entries, path)).toBe(verdict);
	});
});
