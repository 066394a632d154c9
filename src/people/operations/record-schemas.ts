import { z } from 'zod';
import { familyRoles } from '../memberships/member-roles.ts';

export const dateSchema = z.iso.date().transform((date) => date as `${number}-${number}-${number}`);
export const instantSchema = z.iso.datetime();
const idOf = (description: string) => z.uuid().meta({ description });

export const familyParams = z.strictObject({ familyId: idOf('The family.') });
export const personParams = z.strictObject({ familyId: idOf('The family.'), personId: idOf('The person.') });

const text = (longest: number, description: string) => z.string().trim().min(1).max(longest).meta({ description });

/** Every detail apart: each can be marked confidential by itself. */
export const detailFields = {
  name: text(200, 'As they want to be called.'),
  email: z.email().max(254).optional().meta({ description: 'Where to write to; it gives no sign-in.' }),
  phone: text(40, 'A telephone number.').optional(),
  address: text(500, 'Where they live.').optional(),
  school: text(200, 'School or college.').optional(),
  provider: text(200, 'Who gives the support.').optional(),
  payee: text(200, 'Who is paid.').optional(),
  notes: text(4_000, 'Officers’ notes; families do not see them.').optional(),
};

/** PlainDate has no JSON Schema of its own: answers carry it as a date. */
export const shownDate = z.iso.date();

export const personSchema = z
  .strictObject({
    personId: z.uuid(),
    kind: z.enum(familyRoles),
    bornOn: shownDate.optional(),
    ownRight: z
      .array(z.string())
      .optional()
      .meta({ description: 'Streams in which the young person holds the rights themselves today.', example: ['HEALTH', 'CARE'] }),
    details: z.strictObject({ ...detailFields, name: z.string().optional(), email: z.string().optional() }),
    signsIn: z.boolean().meta({ description: 'Whether they have taken up their invitation.' }),
    version: z.number().int().min(1).meta({ description: 'The ETag to change them with.' }),
  })
  .meta({ id: 'Person', description: 'A child or young person, or a parent, as the reader may see them.' });

export const ids = {
  family: '5f0b1c7e-3c1d-4c1e-9a54-0f7a4f6a2b10',
  person: '8c0f3f5a-2a56-4a61-8f0e-4f3a55b1c2d4',
  other: '2b1d7a90-7f3c-4f0a-b9b5-6b8a9a1c7e21',
  row: 'c7d9e2b4-1f58-4b8e-8a3d-9e5f1a2b3c4d',
};
