import * as downloads from '#contract/downloads';
import type { Endpoint, RequestOf, ResponseOf } from '#contract/endpoint';
import * as uploads from '#contract/uploads';
import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';
import { mysqlCatalog } from '../../lambdas/adapters/mysql-catalog/catalog.ts';
import { abortUploads } from '../../lambdas/usecases/abort-uploads.ts';
import { beginUploads } from '../../lambdas/usecases/begin-uploads.ts';
import { completeUploads } from '../../lambdas/usecases/complete-uploads.ts';
import { listUnfinishedUploads } from '../../lambdas/usecases/list-unfinished-uploads.ts';
import { recordDerivatives } from '../../lambdas/usecases/record-derivatives.ts';
import { resumeUpload } from '../../lambdas/usecases/resume-upload.ts';
import { signDerivatives } from '../../lambdas/usecases/sign-derivatives.ts';
import { signDownloads } from '../../lambdas/usecases/sign-downloads.ts';
import { signParts } from '../../lambdas/usecases/sign-parts.ts';
import type { UseCase } from '../../lambdas/usecases/use-case.ts';
import { newPerson, type Person } from '../integration/catalog/people.ts';
import { startDatabase, type FreshDatabase } from './database.ts';
import { startBucket, type TestBucket } from './object-store.ts';
import { asked, formOf, post, sha256, type Begun } from './uploader.ts';

/** The database, the bucket and the hour: everything the functions meet, and nothing of the web. */
export interface World {
	readonly fresh: FreshDatabase;
	readonly bucket: TestBucket;
	readonly deps: WorldDeps;
	/** Moves the clock of the functions, not that of S3. */
	passSeconds(seconds: number): void;
	newUploader(quotaBytes?: number): Promise<Uploader>;
	close(): Promise<void>;
}

export type WorldDeps = ReturnType<typeof depsOf>;
export type Uploader = Person & Awaited<ReturnType<typeof uploaderOf>>;

const GIB = 1024 ** 3;

export async function startWorld(): Promise<World> {
	const [server, bucket] = await Promise.all([startDatabase(), startBucket()]);
	const fresh = await server.freshDatabase();
	let offsetMs = 0;
	const deps = depsOf(fresh, bucket, () => new Date(Date.now() + offsetMs));
	return {
		fresh,
		bucket,
		deps,
		passSeconds(seconds) {
			offsetMs += seconds * 1000;
		},
		async newUploader(quotaBytes = GIB) {
			const person = await newPerson(fresh.database);
			await fresh.observer.query('update users set quota_bytes = ? where id = ?', [
				quotaBytes,
				person.ownerId,
			]);
			return { ...person, ...uploaderOf(deps, person) };
		},
		async close() {
			await fresh.close();
			await bucket.close();
			await server.close();
		},
	};
}

function depsOf(fresh: FreshDatabase, { store, signer }: TestBucket, now: () => Date) {
	const catalog = mysqlCatalog(fresh.database);
	return { catalog, store, signer, clock: { now }, newId: uuidv7 };
}

export interface BatchOptions {
	readonly id?: string;
	readonly fileCount?: number;
}

function uploaderOf(deps: WorldDeps, { ownerId, rootId, does }: Person) {
	const verb =
		<E extends Endpoint>(endpoint: E, useCase: UseCase<WorldDeps, E>) =>
		async (input: RequestOf<E>): Promise<ResponseOf<E>> => {
			const answer = await useCase(
				deps,
				{ ownerId },
				v.parse<E['request']>(endpoint.request, input),
			);
			// What the contract would strip or refuse must not get this far.
			return v.parse<E['response']>(endpoint.response, answer);
		};
	const verbs = {
		beginUploads: verb(uploads.beginUploads, beginUploads),
		resumeUpload: verb(uploads.resumeUpload, resumeUpload),
		signParts: verb(uploads.signParts, signParts),
		completeUploads: verb(uploads.completeUploads, completeUploads),
		abortUploads: verb(uploads.abortUploads, abortUploads),
		listUnfinishedUploads: verb(uploads.listUnfinishedUploads, listUnfinishedUploads),
		signDerivatives: verb(uploads.signDerivatives, signDerivatives),
		recordDerivatives: verb(uploads.recordDerivatives, recordDerivatives),
		signDownloads: verb(downloads.signDownloads, signDownloads),
	};
	const begin = async (
		files: readonly ReturnType<typeof asked>[],
		{ id = randomUUID(), fileCount = files.length }: BatchOptions = {},
	): Promise<readonly Begun[]> =>
		(await verbs.beginUploads({ batch: { id, fileCount }, files: [...files] })).files;
	return {
		can: verbs,
		begin,
		/** A small file all the way; answers its entry. */
		async upload(name: string, bytes: Buffer, parentId = rootId) {
			const [begun] = await begin([asked(parentId, bytes, { name })]);
			const { uploadId, form } = formOf(begun);
			await post(form, bytes);
			const { files } = await verbs.completeUploads({
				uploads: [{ uploadId, checksum: sha256(bytes) }],
			});
			if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
			return files[0].file;
		},
		/** Bytes as somebody with the address reads them. */
		async read(entryId: string, as: 'attachment' | 'inline' | 'thumb' | 'preview' = 'attachment') {
			const signed = await verbs.signDownloads({ downloads: [{ entryId, as }] });
			const [download] = signed.downloads;
			if (download?.outcome !== 'ready') throw new Error(JSON.stringify(download));
			const response = await fetch(download.url);
			const bytes = Buffer.from(await response.arrayBuffer());
			return { status: response.status, bytes, headers: response.headers };
		},
		usage: async () => (await does.openVault({})).usage,
	};
}
