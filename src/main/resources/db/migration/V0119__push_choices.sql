-- What a person wishes to be pushed is kept from now on; it holds for the first device that is registered for it.
ALTER TABLE notification_choice DROP CONSTRAINT notification_choice_channel_check;
ALTER TABLE notification_choice ADD CONSTRAINT notification_choice_channel_check CHECK (channel IN ('app', 'mail', 'push'));
