import { HEAVY_REQUEST_COST } from '#contract/limits';
import * as media from '#contract/media';
import * as contract from '#contract/uploads';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { abortUploads } from './abort-uploads.ts';
import { beginUploads } from './begin-uploads.ts';
import { completeUploads } from './complete-uploads.ts';
import { copyFiles } from './copy-files.ts';
import { listUnfinishedUploads } from './list-unfinished-uploads.ts';
import { recordDerivatives } from './record-derivatives.ts';
import { recordMedia } from './record-media.ts';
import { resumeUpload } from './resume-upload.ts';
import { signDerivatives } from './sign-derivatives.ts';
import { signParts } from './sign-parts.ts';
import { wireUploads } from './wiring.ts';

const deps = wireUploads();

/** Hundreds of files in one call, or an object that S3 puts together of thousands of parts: see `function.yml`. */
const ASKS_S3 = { withinMs: 22_000, cost: HEAVY_REQUEST_COST };

export const handler = httpHandler(
	[
		serve(contract.beginUploads, beginUploads, deps, ASKS_S3),
		serve(contract.copyFiles, copyFiles, deps, ASKS_S3),
		serve(contract.resumeUpload, resumeUpload, deps, ASKS_S3),
		serve(contract.signParts, signParts, deps),
		serve(contract.completeUploads, completeUploads, deps, ASKS_S3),
		serve(contract.abortUploads, abortUploads, deps, ASKS_S3),
		serve(contract.listUnfinishedUploads, listUnfinishedUploads, deps),
		serve(contract.signDerivatives, signDerivatives, deps),
		serve(contract.recordDerivatives, recordDerivatives, deps, ASKS_S3),
		serve(media.recordMedia, recordMedia, deps),
	],
	{ shares: deps.catalog.shares },
);
