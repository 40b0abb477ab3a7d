// What a piece of text is. The theme decides how it looks.

export type Role =
  | 'plain'
  | 'panel'
  | 'title'
  | 'quiet'
  | 'slot'
  | 'next-slot'
  | 'slot-mark'
  | 'button'
  | 'focused'
  | 'waiting'
  | 'good'
  | 'bad'
  | 'hint'
  | 'phone'
  | 'phone-title'
  | 'phone-quiet'
  | 'bubble';
