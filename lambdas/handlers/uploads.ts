import * as contract from '#contract/uploads';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { abortUploads } from '../usecases/abort-uploads.ts';
import { beginUploads } from '../usecases/begin-uploads.ts';
import { completeUploads } from '../usecases/complete-uploads.ts';
import { listUnfinishedUploads } from '../usecases/list-unfinished-uploads.ts';
import { recordDerivatives } from '../usecases/record-derivatives.ts';
import { resumeUpload } from '../usecases/resume-upload.ts';
import { signDerivatives } from '../usecases/sign-derivatives.ts';
import { signParts } from '../usecases/sign-parts.ts';
import { wireUploads } from '../wiring/uploads.ts';

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
