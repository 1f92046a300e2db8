import * as contract from '#contract/invitations';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { sendInvitation } from './send-invitation.ts';
import { wireInvitations } from './wiring.ts';

export const handler = httpHandler([
	serve(contract.sendInvitation, sendInvitation, wireInvitations()),
]);
