-- The wall around the tables of a person's rights, and who may ask for what.

select app.build_wall();
grant execute on function app.may_own(uuid) to authenticated, api_client;
grant execute on function
  public.note_view(text, uuid),
  public.open_request(uuid, text, uuid, date),
  public.acknowledge_request(uuid),
  public.stop_clock(uuid),
  public.resume_clock(uuid),
  public.close_request(uuid, text),
  public.erase_contact(uuid, text),
  public.retry_erasure(uuid),
  public.export_contact(uuid)
  to authenticated, api_client, service_role;
grant execute on function public.save_retention(uuid, int, int, int, int) to authenticated;
