import type { File } from '#contract/entries';
import ZipQuestionDialog from '$lib/components/archive/ZipQuestionDialog.svelte';
import { cleanup, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { fakeApp } from '../../app/fake-app';
import { renderInApp } from '../../app/render-in-app';
import { FakeVaultApi, ROOT_ID } from '../../vault/fake-vault-api';
import { standInForTopLayer } from '../ui/top-layer';

beforeAll(standInForTopLayer);
afterEach(cleanup);

const vault = new FakeVaultApi();
const member = (name: string): { file: File; path: string } => ({
	file: vault.addFile(name, ROOT_ID),
	path: name,
});

it.each([
	['All of it is archived', [], ['Cancel', 'Restore first…']],
	['Some of it is archived', [member('here.txt')], ['Zip without them', 'Restore first…']],
])('%s', (title, files, buttons) => {
	const plan = {
		files,
		archived: [member('old.txt')],
		missing: [],
		emptyFolders: [],
		totalBytes: 0,
	};

	renderInApp(fakeApp(vault.call), ZipQuestionDialog, { question: { entries: [], plan } });

	expect(screen.getByRole('dialog', { name: title })).toBeTruthy();
	const shown = screen.getAllByRole('button').map((button) => button.textContent.trim());
	expect(shown).toEqual(expect.arrayContaining(buttons));
});
