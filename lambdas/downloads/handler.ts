import * as contract from '#contract/downloads';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { signDownloads } from './sign-downloads.ts';
import { wireDownloads } from './wiring.ts';

export const handler = httpHandler([serve(contract.signDownloads, signDownloads, wireDownloads())]);
