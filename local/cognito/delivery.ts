export interface EmailDetails {
	readonly AttributeName: 'email';
	readonly DeliveryMedium: 'EMAIL';
	readonly Destination: string;
}

/** Cognito says where a code went without giving the address away: `d***@e***`. */
export function delivery(address: string): EmailDetails {
	const [local = '', domain = ''] = address.toLowerCase().split('@');
	const Destination = `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
	return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination };
}
