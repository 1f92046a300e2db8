import type { Version } from '#contract/entries';
import MissingMark from '$lib/components/files/MissingMark.svelte';
import MissingNote from '$lib/components/files/MissingNote.svelte';
import VersionList from '$lib/components/files/VersionList.svelte';
import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../../vault/fake-vault-api';

afterEach(cleanup);

const missingSince = '2020-12-03T12:00:00Z';
const sentence = 'Its bytes are missing since 3 Dec 2020.';
const vault = new FakeVaultApi();

describe('a file whose bytes are missing', () => {
	it('is marked, with since when', () => {
		const entry = vault.addFile('lost.txt', undefined, { missingSince });

		render(MissingMark, { entry });

		expect(screen.getByText('Missing').getAttribute('title')).toBe(sentence);
	});

	it('is told from one that is well', () => {
		const entry = vault.addFile('kept.txt');

		render(MissingMark, { entry });

		expect(screen.queryByText('Missing')).toBeNull();
	});

	it.each([
		[true, 'Tell the owner of this CloudVault, or make an older version the current one.'],
		[false, 'Tell the owner of this CloudVault.'],
	])('says what can be done, with an older version: %s', (hasOlder, advice) => {
		render(MissingNote, { missingSince, hasOlder });

		expect(screen.getByText(`${sentence} ${advice}`)).toBeTruthy();
	});

	it('says it of the version, and of no other', () => {
		const versions = [version({ current: true, missingSince }), version({})];

		render(VersionList, { versions, ondownload: vi.fn(), onrestorearchived: vi.fn() });

		const [newer, older] = screen.getAllByRole('listitem');
		expect(newer?.textContent).toContain(sentence);
		expect(older?.textContent).not.toContain('missing');
	});
});

let ids = 0;

function version(details: Partial<Version>): Version {
	return {
		id: `01890000-0000-7000-8000-${String(ids++).padStart(12, '0')}`,
		sizeBytes: 5,
		contentType: 'text/plain',
		storageClass: 'STANDARD',
		restoredUntil: null,
		readyAbout: null,
		missingSince: null,
		createdAt: '2020-01-01T12:00:00Z',
		current: false,
		...details,
	};
}
