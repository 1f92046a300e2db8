import type { Entry } from '#contract/entries';
import PurgeDialog from '$lib/components/files/PurgeDialog.svelte';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../../vault/fake-vault-api';
import { standInForTopLayer } from '../ui/top-layer';

beforeAll(standInForTopLayer);
afterEach(cleanup);

const vault = new FakeVaultApi();
const entriesCalled = (...names: string[]): readonly Entry[] =>
	names.map((name) => vault.addFile(name));

describe('the question before deleting forever', () => {
	it('names the one thing that goes, and that nothing brings it back', () => {
		const entries = entriesCalled('old.pdf');

		render(PurgeDialog, {
			question: { kind: 'entries', entries },
			onconfirm: vi.fn(),
			onclose: vi.fn(),
		});

		expect(
			screen.getByRole('dialog', { name: 'Delete “\u2068old.pdf\u2069” forever?' }),
		).toBeTruthy();
		expect(screen.getByText(/cannot be undone/)).toBeTruthy();
	});

	it.each([
		['a file', [vault.addFile('a')], 'It goes with all its older versions.'],
		['a folder', [vault.addFolder('b')], 'It goes with everything in it and all older versions.'],
		[
			'several',
			entriesCalled('c', 'd'),
			'They go with all older versions and everything inside folders.',
		],
	])('speaks of %s in words of its own, as languages with genders need', (_, entries, words) => {
		render(PurgeDialog, {
			question: { kind: 'entries', entries },
			onconfirm: vi.fn(),
			onclose: vi.fn(),
		});

		expect(screen.getByText(`${words} This cannot be undone.`)).toBeTruthy();
	});

	it('lists several, and counts the rest', () => {
		const entries = entriesCalled('a', 'b', 'c', 'd', 'e', 'f', 'g');

		render(PurgeDialog, {
			question: { kind: 'entries', entries },
			onconfirm: vi.fn(),
			onclose: vi.fn(),
		});

		const lines = screen.getAllByRole('listitem').map((line) => line.textContent.trim());
		expect(lines).toEqual(['a', 'b', 'c', 'd', 'e', 'and 2 more']);
	});

	it('deletes nothing when it is put away', async () => {
		const onconfirm = vi.fn();
		const onclose = vi.fn();
		render(PurgeDialog, { question: { kind: 'everything' }, onconfirm, onclose });

		await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));

		await waitFor(() => expect(onclose).toHaveBeenCalled());
		expect(onconfirm).not.toHaveBeenCalled();
	});
});
