import * as contract from '#contract/derivatives';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { openDerivatives } from './open-derivatives.ts';
import { wireDerivatives } from './wiring.ts';

export const handler = httpHandler([
	serve(contract.openDerivatives, openDerivatives, wireDerivatives()),
]);
