"""Does the operator's report hold against the exports and the contract?"""

from views import frame, view
from views.reconcile import differences
from views.reconcile import form as claimform
from views.reconcile import page as reconcile
from views.signing import section as signing
from views.signing import tables as signtables
from views.statement import offer
from views.weekreport import section as weekreport

shop = frame.opened()
start = frame.pick_week(shop)
claimform.dress_uploaders()
answer = reconcile.found(shop, start)

reconcile.sentence(answer)
reconcile.columns(answer, signtables.figures_signed(view.scope(shop, start, start), start))
differences.opened(shop, answer)
claimform.enter(shop, start, reconcile.claims_of(shop, start))
reconcile.hit_rate(answer)
reconcile.history(shop, start)
weekreport.section(shop, start)
signing.section(shop, start, "reconcile")
offer.offer(shop, start)
