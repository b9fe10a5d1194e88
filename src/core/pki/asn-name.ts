import { AsnConvert } from '@peculiar/asn1-schema';
import { Name } from '@peculiar/asn1-x509';

/** A name in DER, read by the library. Throws for one that is none. */
export const readAsnName = (der: Uint8Array): Name => AsnConvert.parse(der, Name);

/** A name as the library writes it in DER. */
export const writeAsnName = (name: Name): Buffer => Buffer.from(AsnConvert.serialize(name));
