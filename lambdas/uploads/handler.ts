import * as contract from '#contract/uploads';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { abortUploads } from './abort-uploads.ts';
import { beginUploads } from './begin-uploads.ts';
import { completeUploads } from './complete-uploads.ts';
import { listUnfinishedUploads } from './list-unfinished-uploads.ts';
import { recordDerivatives } from './record-derivatives.ts';
import { resumeUpload } from './resume-upload.ts';
import { signDerivatives } from './sign-derivatives.ts';
import { signParts } from './sign-parts.ts';
import { wireUploads } from './wiring.ts';

const deps = wireUploads();

export const handler = httpHandler([
	serve(contract.beginUploads, beginUploads, deps),
	serve(contract.resumeUpload, resumeUpload, deps),
	serve(contract.signParts, signParts, deps),
	serve(contract.completeUploads, completeUploads, deps),
	serve(contract.abortUploads, abortUploads, deps),
	serve(contract.listUnfinishedUploads, listUnfinishedUploads, deps),
	serve(contract.signDerivatives, signDerivatives, deps),
	serve(contract.recordDerivatives, recordDerivatives, deps),
]);
