import { expect, it } from 'vitest';
import {
	derivativeKey,
	originalKey,
	parseObjectKey,
} from '../../../../lambdas/domain/object-key.ts';

const owner = {
	ownerId: '0195f7a0-0000-7000-8000-000000000001',
	entryId: '0195f7a0-0000-7000-8000-000000000002',
	versionId: '0195f7a0-0000-7000-8000-000000000003',
};

it('reads back the owner, the file and the version from the key of an original', () => {
	const key = originalKey(owner);

	const place = parseObjectKey(key);

	expect(key).toBe(`u/${owner.ownerId}/${owner.entryId}/${owner.versionId}`);
	expect(place).toEqual({
		kind: 'original',
		ownerId: owner.ownerId,
		entryId: owner.entryId,
		versionId: owner.versionId,
	});
});

it.each(['thumb', 'preview'] as const)('reads back a %s from its key', (derivative) => {
	const key = derivativeKey(owner, derivative);

	const place = parseObjectKey(key);

	expect(key).toBe(`d/${owner.ownerId}/${owner.versionId}/${derivative}`);
	expect(place).toEqual({
		kind: 'derivative',
		ownerId: owner.ownerId,
		versionId: owner.versionId,
		derivative,
	});
});

it.each([
	'',
	'u/',
	'u//x',
	'm/0195f7a0-0000-7000-8000-000000000001/manifest',
	`${originalKey(owner)}/`,
	`/${originalKey(owner)}`,
	`x${originalKey(owner)}`,
	`${originalKey(owner)}\n`,
	originalKey(owner).toUpperCase(),
	`${originalKey(owner)}/thumb`,
	`d/${owner.ownerId}/${owner.versionId}/thumb.webp`,
	`d/${owner.ownerId}/${owner.versionId}/__proto__`,
	`d/${owner.ownerId}/${owner.entryId}/${owner.versionId}/thumb`,
	`u/${owner.ownerId}/../${owner.versionId}`,
])('knows nothing of the key %j', (key) => {
	expect(parseObjectKey(key)).toBeUndefined();
});
