-- One row per parcel that a courier billed, on the day it was sent; a parcel on two bills counts once.
select
    shipments.platform,
    shipments.waybill_id,
    shipments.order_id,
    shipments.freight_amount,
    cast(shipments.shipped_at as date) as ship_date,
    shipments.upload,
    shipments.source_row
from staging.shipments as shipments
inner join staging.uploads as uploads on shipments.upload = uploads.upload
where shipments.freight_amount is not null
qualify
    row_number() over (
        partition by shipments.platform, shipments.shipment_key, shipments.key_number
        order by shipments.state_at desc nulls last, uploads.sha256 desc, shipments.source_row asc
    ) = 1
