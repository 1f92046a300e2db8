import { isRecord } from '../template/intrinsics.ts';

export interface EmailDetails {
	readonly AttributeName: 'email';
	readonly DeliveryMedium: 'EMAIL';
	readonly Destination: string;
}

export function emailDetails(address: string): EmailDetails {
	return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: address };
}

/** Cognito says where a code went without giving the address away: `d***@e***`. */
export function maskDetails(details: EmailDetails): EmailDetails {
	const [local = '', domain = ''] = details.Destination.split('@');
	return { ...details, Destination: `${local.slice(0, 1)}***@${domain.slice(0, 1)}***` };
}

/** The same for an answer of cognito-local, which holds the whole address. */
export function masked(answer: unknown): unknown {
	if (!isRecord(answer) || !isRecord(answer.CodeDeliveryDetails)) return answer;
	const address = answer.CodeDeliveryDetails.Destination;
	return { ...answer, CodeDeliveryDetails: maskDetails(emailDetails(String(address))) };
}
