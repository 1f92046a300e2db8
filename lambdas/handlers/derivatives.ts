import * as contract from '#contract/derivatives';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { openDerivatives } from '../usecases/open-derivatives.ts';
import { wireDerivatives } from '../wiring/derivatives.ts';

export const handler = httpHandler([
	serve(contract.openDerivatives, openDerivatives, wireDerivatives()),
]);
