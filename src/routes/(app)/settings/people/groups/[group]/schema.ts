import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import type { RoleForm } from '../../schema.ts';
import type { GroupForm } from '../schema.ts';

/** The use case checks the value. */
export const memberSchema = z.object({
  person: z.string().trim().min(1, 'Choose a person.').max(60).default(''),
});

export type MemberForm = SuperValidated<z.infer<typeof memberSchema>, Failure>;

type AnyForm = MemberForm | GroupForm | RoleForm;

/** Which of the page's three forms came back. */
export const isMember = (form: AnyForm): form is MemberForm => 'person' in form.data;
export const isGroup = (form: AnyForm): form is GroupForm => 'purpose' in form.data;
export const isRole = (form: AnyForm): form is RoleForm => 'role' in form.data;
