import * as contract from '#contract/downloads';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { signDownloads } from '../usecases/sign-downloads.ts';
import { wireDownloads } from '../wiring/downloads.ts';

export const handler = httpHandler([serve(contract.signDownloads, signDownloads, wireDownloads())]);
